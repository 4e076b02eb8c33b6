export { checkManifests } from './check-manifests';
export { CheckContext, contextOf } from './context';
export { CheckedManifest } from './manifest';
export { tell, unwatchChart, watchChart } from './watch-chart';
