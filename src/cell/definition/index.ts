import { defaulted, name, object, Read, required, word } from '../spec';
import { btp } from './btp';
import { cluster } from './cluster';
import { ingress } from './ingress';
import { accept, egress, personas } from './policy';
import { externalServices, flows, proxies, receivers } from './remote';
import { services } from './services';

/** Every field of a cell, as the constructor takes it. */
export const cellFields = {
  name: required(name(40), 'Name of the cell: RFC 1123 label, at most 40 characters. It is part of every name we write.'),
  enforcement: defaulted(word('Enforcement', 'enforce', 'observe'), 'enforce',
    '`observe`: the same objects, nothing of ours blocks and everything is logged.'),
  btp: required(btp, 'The SAP BTP subaccount that the cell belongs to.'),
  cluster: required(cluster, 'The Kubernetes cluster that the cell runs on.'),
  services: defaulted(services, services.empty(), 'SAP-side flows beyond the table of communication flows.', 'registry, lifecycle management, embedded Cloud Connector'),
  ingress: required(ingress, 'Who calls the cell, and how.'),
  receivers: defaulted(receivers, {}, 'Remote systems that integration flows call, by key.'),
  proxies: defaulted(proxies, {}, '"Manual Proxy" of integration flows, by key.'),
  externalServices: defaulted(externalServices, {}, 'Database and data store outside the cluster.', 'inside the cluster'),
  egress: defaulted(egress, egress.empty(), 'How the mesh lets traffic out.', 'wildcards by passthrough, no gateway, scoped by component'),
  personas: defaulted(personas, {}, 'RBAC of the people around the cell.', 'nothing is bound'),
  flows: defaulted(flows, {}, 'Extra flows that nothing else can say, by key.'),
  accept: defaulted(accept, [], 'Findings that are accepted, each with its reason.'),
};

/** The whole definition. */
export const cellSpec = object('EdgeIntegrationCellProps', 'The definition of one Edge Integration Cell.', cellFields);

/** A definition as it was read: canonical values, defaults filled in. */
export type Definition = Read<typeof cellSpec>;
export type ReceiverDefinition = Definition['receivers'][string];
