import { addressBytes } from './packets';
import type { Outcome, Packet, ProbeFlow, Verdict } from './probe';

/** What Suricata writes, as far as it is read here. */
export interface EveEvent {
  readonly event_type: string;
  readonly src_ip?: string;
  readonly src_port?: number;
  readonly dest_ip?: string;
  readonly dest_port?: number;
  /** Number of the packet in the file, from 1. */
  readonly pcap_cnt?: number;
  readonly flow?: { readonly pkts_toserver: number };
  readonly alert?: { readonly signature_id: number };
  readonly drop?: { readonly reason?: string };
}

interface SeenPacket extends Packet { readonly events: readonly EveEvent[] }

const endsKey = (src: string, sport: number, dst: string, dport: number): string =>
  [addressBytes(src).toString('hex'), sport, addressBytes(dst).toString('hex'), dport].join(' ');

/** One verdict for each probe, in order; `flows` are in the order of their packets in the file. */
export function verdicts(flows: readonly ProbeFlow[], events: readonly EveEvent[]): Verdict[] {
  const byPacket = new Map<number, EveEvent[]>();
  const counted = new Map<string, number>();
  for (const event of events) {
    if (event.event_type === 'flow') {
      counted.set(endsKey(event.src_ip!, event.src_port ?? 0, event.dest_ip!, event.dest_port ?? 0), event.flow!.pkts_toserver);
    } else if (event.pcap_cnt !== undefined) {
      const known = byPacket.get(event.pcap_cnt);
      if (known === undefined) byPacket.set(event.pcap_cnt, [event]);
      else known.push(event);
    }
  }
  let number = 0;
  return flows.map((flow) => {
    const packets = flow.packets.map((packet) => ({ ...packet, events: byPacket.get(++number) ?? [] }));
    return judge(flow, packets, counted.get(endsKey(flow.src, flow.sport, flow.dst, flow.dport)));
  });
}

const isDropped = ({ events }: SeenPacket): boolean => events.some(({ event_type: type }) => type === 'drop');

function judge({ probe }: ProbeFlow, packets: readonly SeenPacket[], counted: number | undefined): Verdict {
  const sent = packets.filter(({ fromClient, payload }) => fromClient && payload > 0);
  const firstDrop = sent.findIndex(isDropped);
  const leak = sent.slice(0, Math.max(0, firstDrop)).reduce((sum, { payload }) => sum + payload, 0);
  const by = [...new Set(packets.flatMap(({ events }) => events).flatMap(matched))];
  const got = ((): Outcome => {
    if (firstDrop >= 0) return sent.slice(firstDrop).every(isDropped) ? 'drop' : 'mixed';
    if (packets.some(isDropped)) return 'mixed';
    return counted === packets.filter(({ fromClient }) => fromClient).length ? 'pass' : 'unanswered';
  })();
  return { probe, got, leak: got === 'drop' ? leak : 0, by };
}

/** The rule or the reason that an event names; later packets of a dropped flow name neither. */
function matched({ alert, drop }: EveEvent): string[] {
  if (alert !== undefined) return [String(alert.signature_id)];
  const reason = drop?.reason;
  return reason === undefined || reason === 'flow drop' || reason === 'rules' ? [] : [reason];
}
