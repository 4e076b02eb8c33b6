import { Packet } from './suricata';

/**
 * Does a default action of strict order drop the packet that no rule decided? `drop_strict` drops every packet, the handshake too.
 * `drop_established` drops data of an open connection, also the first half of a hello that comes in two segments. The `app_layer` forms wait until
 * the protocol, and what is seen of it, is known. Source: AWS Network Firewall Developer Guide, "Strict evaluation order"; the last two are a model
 * of what it says about "application drop established".
 */
export function defaultDrops(action: string, { established, application, isComplete }: Packet): boolean {
  switch (action.replace(/_to_server$/, '')) {
    case 'aws:drop_strict':
      return true;
    case 'aws:drop_established':
      return established;
    case 'aws:drop_established_app_layer':
      return established && application !== 'pending' && (isComplete || application === 'none');
    default:
      return false;
  }
}
