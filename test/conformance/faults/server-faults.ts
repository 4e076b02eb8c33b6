import type { Fault } from './fault';

const fault = (name: string, set: Fault['set'], expect: RegExp): Fault => ({ name, set, expect, server: expect });

const POD = 'spec.template.spec';
const CONTAINER = `${POD}.containers.0`;
const JOB_POD = 'spec.jobTemplate.spec.template.spec';

/** What only a real API server reports, by object of samples/manifests.yaml: admission, by Pod Security and by Istio's stable channel. */
export const SERVER_FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  'Deployment sni-proxy': [
    fault('privileged container', {
      [`${CONTAINER}.securityContext.privileged`]: true, [`${CONTAINER}.securityContext.allowPrivilegeEscalation`]: true,
    }, /its pod: .*violates PodSecurity "restricted:latest".*privileged/),
    fault('privilege escalation', { [`${CONTAINER}.securityContext.allowPrivilegeEscalation`]: undefined }, /its pod: .*allowPrivilegeEscalation != false/),
    fault('capabilities kept', { [`${CONTAINER}.securityContext.capabilities`]: undefined }, /its pod: .*unrestricted capabilities/),
    fault('capability added', { [`${CONTAINER}.securityContext.capabilities.add`]: ['NET_ADMIN'] }, /its pod: .*unrestricted capabilities/),
    fault('may run as root', { [`${POD}.securityContext.runAsNonRoot`]: undefined }, /its pod: .*runAsNonRoot != true/),
    fault('runs as root', { [`${POD}.securityContext.runAsUser`]: 0 }, /its pod: .*runAsUser=0/),
    fault('no seccomp profile', { [`${POD}.securityContext.seccompProfile`]: undefined }, /its pod: .*seccompProfile/),
    fault('network of the node', { [`${POD}.hostNetwork`]: true, [`${CONTAINER}.ports.0.hostPort`]: 8443 }, /its pod: .*host namespaces/),
    fault('path of the node', { [`${POD}.volumes`]: [{ name: 'root', hostPath: { path: '/' } }] }, /its pod: .*hostPath/),
  ],
  'CronJob probe': [
    fault('may run as root', { [`${JOB_POD}.securityContext.runAsNonRoot`]: undefined }, /its pod: .*runAsNonRoot != true/),
    fault('unknown time zone', { 'spec.timeZone': 'Europe/Waldhof' }, /spec\.timeZone: Invalid value/),
  ],
  'ServiceEntry exact': [
    fault('no namespace', { 'metadata.namespace': undefined }, /names no namespace/),
    fault('namespace that cannot be', { 'metadata.namespace': 'Edge' }, /Invalid value: "Edge"/),
  ],
  'Sidecar default': [
    fault('kind outside the stable channel', { kind: 'ProxyConfig', apiVersion: 'networking.istio.io/v1beta1', spec: { concurrency: 1 } }, /not in the stable channel/),
    fault('filter of Envoy', { kind: 'EnvoyFilter', apiVersion: 'networking.istio.io/v1alpha3', spec: {} }, /not in the stable channel/),
    fault('field of Telemetry outside it', {
      kind: 'Telemetry', apiVersion: 'telemetry.istio.io/v1', spec: { accessLogging: [{ filter: { expression: 'true' } }] },
    }, /spec\.accessLogging\.filter is not in the stable channel/),
  ],
};
