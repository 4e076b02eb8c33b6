import { join } from 'node:path';
import { loadPackageDefinition, Server, ServerCredentials, status, type GrpcObject, type handleUnaryCall, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Handlers, Question } from './provider';

const definition = loadSync(join(__dirname, 'tfplugin6.proto'), { enums: String, longs: Number, defaults: true });
const { Provider } = loadPackageDefinition(definition).tfplugin6 as GrpcObject & { readonly Provider: ServiceClientConstructor };

const UNLIMITED = -1;

/** Answers Terraform's questions on a unix socket. */
export async function listen(socket: string, handlers: Handlers): Promise<Server> {
  const server = new Server({ 'grpc.max_send_message_length': UNLIMITED, 'grpc.max_receive_message_length': UNLIMITED });
  server.addService(Provider.service, Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, unary(name, handler)])));
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => (error ? reject(error) : resolve()));
  });
  return server;
}

const unary = (name: string, handler: (question: Question) => object): handleUnaryCall<Question, object> => (call, callback) => {
  try {
    callback(null, handler(call.request));
  } catch (error) {
    callback({ code: status.INTERNAL, details: `${name}: ${(error as Error).stack}` });
  }
};
