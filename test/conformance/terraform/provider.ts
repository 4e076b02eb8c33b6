import { isDeepStrictEqual } from 'node:util';
import { checkConfigurable, Checks } from './checks';
import { appliedState, plannedState, shortHash } from './fake-values';
import type { Hooks } from './hook-types';
import { pathBeforeSet, type BlockJson, type ProviderJson } from './provider-schema';
import { schemaMessage, schemaMessages } from './schema-messages';
import { containsUnknown, fieldsOf, fromWire, toWire, type Fields, type WireValue } from './values';

/** The questions of the protocol, each with the fields it has. */
export interface Question {
  readonly typeName: string;
  readonly config: WireValue | null;
  readonly priorState: WireValue | null;
  readonly plannedState: WireValue | null;
  readonly proposedNewState: WireValue | null;
  readonly currentState: WireValue | null;
  readonly rawState: { readonly json: Uint8Array };
}

export type Handlers = Readonly<Record<string, (question: Question) => object>>;

/** One provider: the answers to Terraform's questions, from a schema and hooks. */
export function createProvider(schema: ProviderJson, hooks: Hooks): Handlers {
  const resources = schema.resource_schemas ?? {};
  const dataSources = schema.data_source_schemas ?? {};
  const schemas = {
    provider: schemaMessage({ block: hooks.provider }),
    resourceSchemas: schemaMessages(resources),
    dataSourceSchemas: schemaMessages(dataSources),
  };
  let providerConfig: Fields = {};
  const usedIds = new Set<string>();

  /** Two equal resources do not get the same id. */
  const freshId = (key: string, planned: unknown): string => {
    for (let attempt = 0; ; attempt++) {
      const id = shortHash(key, planned, attempt);
      if (usedIds.has(id)) continue;
      usedIds.add(id);
      return id;
    }
  };

  const settle = (key: string, block: BlockJson, planned: Fields, id: string): Fields => {
    const state = appliedState(block, planned, key, id);
    const better = hooks.applied?.[key]?.(state, { planned, provider: providerConfig }) ?? {};
    return { ...state, ...Object.fromEntries(Object.entries(better).filter(([name]) => containsUnknown(planned[name]))) };
  };

  const validate = (key: string, block: BlockJson, config: WireValue | null): object => {
    const checks = new Checks(fromWire(config));
    checkConfigurable(checks, block);
    hooks.validate?.[key]?.(checks);
    return {
      diagnostics: checks.faults.map(({ path, message }) => ({
        severity: 'SEVERITY_ERROR',
        summary: message,
        attribute: { steps: pathBeforeSet(block, path).map((step) => (typeof step === 'number' ? { elementKeyInt: step } : { attributeName: step })) },
      })),
    };
  };

  const blockOf = (typeName: string): BlockJson => resources[typeName]?.block ?? {};
  const dataBlockOf = (typeName: string): BlockJson => dataSources[typeName]?.block ?? {};

  return {
    GetProviderSchema: () => schemas,
    GetResourceIdentitySchemas: () => ({}),
    ValidateProviderConfig: () => ({}),
    StopProvider: () => ({}),

    ConfigureProvider({ config }) {
      providerConfig = fieldsOf(fromWire(config));
      return {};
    },

    ValidateResourceConfig: ({ typeName, config }) => validate(typeName, blockOf(typeName), config),

    ValidateDataResourceConfig: ({ typeName, config }) => validate(`data.${typeName}`, dataBlockOf(typeName), config),

    // The state was written against the same schema: hand it back as it is.
    UpgradeResourceState: ({ rawState }) => ({ state: { json: rawState.json } }),

    ReadResource: ({ currentState }) => ({ state: currentState }),

    PlanResourceChange({ typeName, priorState, proposedNewState }) {
      const prior = fromWire(priorState);
      const proposed = fromWire(proposedNewState);
      const unchanged = proposed === null || isDeepStrictEqual(prior, proposed);
      return { state: toWire(unchanged ? proposed : plannedState(blockOf(typeName), proposed)) };
    },

    ApplyResourceChange({ typeName, plannedState: wire }) {
      const planned = fromWire(wire);
      if (planned === null) return { state: toWire(null) };
      return { state: toWire(settle(typeName, blockOf(typeName), fieldsOf(planned), freshId(typeName, planned))) };
    },

    ReadDataSource({ typeName, config }) {
      const wanted = fromWire(config);
      const block = dataBlockOf(typeName);
      const key = `data.${typeName}`;
      return { state: toWire(settle(key, block, plannedState(block, wanted), shortHash(key, wanted))) };
    },
  };
}
