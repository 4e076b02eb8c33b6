export { checkManifests } from './check-manifests';
export { type CheckContext, contextOf } from './context';
export { type CheckedManifest } from './manifest';
export { watchChart } from './watch-chart';
