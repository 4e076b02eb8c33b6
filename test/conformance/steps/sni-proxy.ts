import { checkOf, failed, skipped, type Check } from '../check';
import { forwardedNames, nginxIsThere } from '../nginx';

const HOSTS = ['*.hana.ondemand.com', '*.blob.storage.azure.net'];
const FORWARDED = ['x.hana.ondemand.com', 't.it-cpi001.cfapps.eu10.hana.ondemand.com', 'X.HANA.ondemand.com', 'a.z01.blob.storage.azure.net'];
const STOPPED = [
  '', 'hana.ondemand.com', 'k8s-hana.ondemand.com', 'x.hana.ondemand.com.evil.example', 'x.hanaxondemand.com', 'evil.example', 'localhost',
  'evil.example:443?.hana.ondemand.com', 'evil.example/.hana.ondemand.com', '.hana.ondemand.com', 'a b.hana.ondemand.com',
];

/** The configuration of the SNI proxy in a real nginx: which server names reach the other side. */
export async function checkSniProxy(): Promise<Check[]> {
  const name = `SNI proxy in nginx (${FORWARDED.length} names pass, ${STOPPED.length} do not)`;
  if (!nginxIsThere()) {
    const reason = 'no nginx in the PATH (Debian: nginx-light, libnginx-mod-stream)';
    return [process.env.CI === undefined ? skipped(name, reason) : failed(name, reason)];
  }
  const forwarded = new Set(await forwardedNames(HOSTS, [...FORWARDED, ...STOPPED]));
  return [checkOf(name, [
    ...FORWARDED.filter((host) => !forwarded.has(host)).map((host) => `${host} is stopped`),
    ...STOPPED.filter((host) => forwarded.has(host)).map((host) => `"${host}" is forwarded`),
  ])];
}
