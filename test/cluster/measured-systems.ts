import { Overrides } from '../../src/cell/overrides';

/** Remote systems of the cells whose verdicts were measured (shared/prototypes/istio-dataplane/scenarios/cell-*). */
export const MEASURED_SYSTEMS = {
  receivers: {
    s4: { protocol: 'https', host: 's4.corp.example', port: 44300, network: 'private', addresses: ['10.20.0.0/24'] },
    kafka: { protocol: 'kafka', brokers: ['b1.kafka.example:9093', 'b2.kafka.example:9093'] },
    post: { protocol: 'smtps', host: 'mail.plant.example' },
    bank: { protocol: 'sftp', host: 'sftp.bank.example', addresses: ['203.0.113.7/32'] },
  },
  externalServices: {
    database: { type: 'postgresql', host: 'pg.plant.example', addresses: ['10.30.0.4/32'] },
    dataStore: { type: 'redis', endpoints: ['redis.plant.example:6379'], addresses: ['10.30.0.5/32'] },
  },
} as const satisfies Overrides;
