import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { fieldsOf } from '../kubernetes/problem';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly warnings: readonly string[];
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly type?: string;
  /** YAML as it stands, or an object, sent as JSON. */
  readonly body?: string | object;
  readonly accept?: string;
  /** Group of the one who asks, instead of the administrator. */
  readonly asGroup?: string;
}

export interface Address {
  readonly url: string;
  readonly token: string;
  /** File with the certificate of the server. */
  readonly certificate: string;
}

/** Requests to one API server over a few kept connections. */
export class Client {
  private readonly agent: Agent;

  public constructor(private readonly address: Address) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 4, ca: readFileSync(address.certificate) });
  }

  public call(path: string, again: Call = {}): Promise<Reply> {
    const { method = 'GET', type = 'application/json', body, accept = 'application/json', asGroup } = again;
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { authorization: `Bearer ${this.address.token}`, accept, ...(text === undefined ? {} : { 'content-type': type }), ...(asGroup === undefined ? {} : { 'impersonate-user': 'somebody', 'impersonate-group': asGroup }) };
    return new Promise((resolve, reject) => {
      const sent = request(this.address.url + path, { method, agent: this.agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const content = Buffer.concat(chunks).toString('utf8');
          const isJson = /json/.test(response.headers['content-type'] ?? '');
          const answer = isJson ? JSON.parse(content) as unknown : content;
          resolve({ status: response.statusCode ?? 0, body: answer, warnings: warningsOf(response.headersDistinct.warning) });
        });
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed a kept connection while this process was busy; everything asked here may be asked twice.
        if (sent.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) this.call(path, again).then(resolve, reject);
        else reject(error);
      });
      sent.end(text);
    });
  }

  public close(): void {
    this.agent.destroy();
  }
}

/** `299 - "text"`, as RFC 7234 writes them. */
const warningsOf = (lines: readonly string[] = []): string[] =>
  lines.map((line) => line.replace(/^299 - "(.*)"$/, '$1').replaceAll('\\"', '"'));

export const isAccepted = ({ status }: Reply): boolean => status === 200 || status === 201;

/** The server's own words, on one line. */
export const messageOf = ({ status, body }: Reply): string =>
  `${status} ${String(fieldsOf(body).message ?? body).replace(/\s*\n\s*/g, ' ')}`;
