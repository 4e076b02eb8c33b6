import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Server } from '@grpc/grpc-js';
import { temporaryDirectory } from '../temporary';
import { listen } from './grpc-server';
import { HOOKS } from './hooks';
import { withLostAttributes } from './lost-attributes';
import { createProvider } from './provider';
import type { ProviderJson } from './provider-schema';
import { compareVersions, requiredProviders, satisfies, shortSource } from './versions';

export interface ServedProvider {
  /** As in the file, with the registry's host. */
  readonly address: string;
  /** `hashicorp/azurerm` */
  readonly source: string;
  readonly version: string;
}

/** Running providers, for any number of directories. */
export interface Providers {
  readonly served: readonly ServedProvider[];
  /** What Terraform, and the real cdktf, need in their environment to use them. */
  readonly env: Readonly<Record<string, string>>;
  /** What a directory asks for and no schema here can answer. */
  unserved(directory: string): string[];
  close(): void;
}

interface SchemaFile extends ServedProvider {
  readonly name: string;
  readonly schema: ProviderJson;
}

/** Reads `<name>-<version>.json` files; of several versions of a provider, the newest. */
function readSchemas(directory: string): SchemaFile[] {
  const newest = new Map<string, SchemaFile>();
  for (const file of readdirSync(directory)) {
    const version = /-(\d+\.\d+\.\d+)\.json$/.exec(file)?.[1];
    if (version === undefined) continue;
    const json = JSON.parse(readFileSync(join(directory, file), 'utf8')) as { readonly provider_schemas: Readonly<Record<string, ProviderJson>> };
    for (const [address, schema] of Object.entries(json.provider_schemas)) {
      const before = newest.get(address);
      if (before !== undefined && compareVersions(before.version, version) > 0) continue;
      newest.set(address, { address, source: shortSource(address), name: address.split('/').at(-1) ?? address, version, schema: withLostAttributes(schema) });
    }
  }
  return [...newest.values()];
}

/** Starts one gRPC server for each schema. Call `close()` when done. */
export async function startProviders(schemaDirectory: string): Promise<Providers> {
  const sockets = temporaryDirectory('eic-providers-');
  const servers: Server[] = [];
  const close = (): void => servers.forEach((server) => server.forceShutdown());
  try {
    const served = readSchemas(schemaDirectory);
    const reattach: Record<string, object> = {};
    for (const { address, name, schema } of served) {
      const socket = join(sockets, `${name}.sock`);
      servers.push(await listen(socket, createProvider(schema, HOOKS[name] ?? { provider: {} })));
      reattach[address] = {
        Protocol: 'grpc',
        ProtocolVersion: 6,
        Pid: process.pid,
        Test: true, // Terraform must not stop this process
        Addr: { Network: 'unix', String: socket },
      };
    }
    return { served, env: terraformEnvironment(reattach), unserved: (directory) => unserved(served, directory), close };
  } catch (error) {
    close();
    throw error;
  }
}

const terraformEnvironment = (reattach: object): Readonly<Record<string, string>> => ({
  TF_REATTACH_PROVIDERS: JSON.stringify(reattach),
  TF_CLI_CONFIG_FILE: '/dev/null', // no mirrors, no development overrides
  TF_IN_AUTOMATION: '1',
  TF_INPUT: '0',
  CHECKPOINT_DISABLE: '1', // no version check
});

/** Terraform does not compare the versions of providers handed to it. */
function unserved(served: readonly ServedProvider[], directory: string): string[] {
  return requiredProviders(directory).flatMap(({ source, constraint }) => {
    const provider = served.find((candidate) => candidate.source === source);
    if (provider === undefined) return [`no schema for ${source}`];
    return satisfies(provider.version, constraint) ? [] : [`${source} ${constraint} is asked for, the schema is of ${provider.version}`];
  });
}
