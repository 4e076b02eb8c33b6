import { javascript, typescript } from 'projen';

const clouds = {
  '@cdktf/provider-aws': { range: '>=21', tested: '21.22.1' },
  '@cdktf/provider-azurerm': { range: '>=14', tested: '14.23.1' },
  '@cdktf/provider-google': { range: '>=16', tested: '16.12.1' },
};

/** Subpaths of the package; each loads only what it needs (docs/adr/0006). */
const subpaths = ['cluster', 'azure', 'aws', 'gcp', 'verify', 'testing'];

const project = new typescript.TypeScriptProject({
  name: 'edge-integration-cell',
  description: 'One definition of an SAP Edge Integration Cell, rendered as Istio manifests (cdk8s) and cloud firewall rules (cdktf)',
  keywords: ['sap', 'edge-integration-cell', 'cdk8s', 'cdktf', 'istio', 'zero-trust', 'firewall', 'egress'],
  license: 'Apache-2.0',
  copyrightOwner: 'The edge-integration-cell authors',
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  sampleCode: false,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.19.0',
  typescriptVersion: '~5.9.3',
  projenVersion: '0.103.25',
  github: false,
  release: false,
  depsUpgrade: false,
  npmignoreEnabled: false,
  jestOptions: {
    jestVersion: '^29',
    junitReporting: false,
    passWithNoTests: false,
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: { collectCoverage: false },
  },
  tsconfig: {
    compilerOptions: {
      target: 'ES2022',
      lib: ['es2022'],
      inlineSourceMap: false,
      inlineSources: false,
      sourceMap: true,
      noEmitOnError: true,
      noImplicitOverride: true,
      types: ['node'],
    },
  },
  tsconfigDev: { compilerOptions: { isolatedModules: true, skipLibCheck: true, types: ['node', 'jest'] } },
  deps: [
    'cli-table3@^0.6.5',
    'fastest-levenshtein@^1.0.16',
    'ipaddr.js@^2.5.0',
    'js-yaml@^5.5.0',
    'picocolors@^1.1.1',
    'tldts@^7.5.4',
    'yaml@^2.9.1',
  ],
  peerDeps: [
    'cdk8s@^2.68.91',
    'cdk8s-plus-28@^2.5.6',
    'cdktf@>=0.21.0 <1.0.0',
    'constructs@^10.4.2',
    ...Object.entries(clouds).map(([name, { range }]) => `${name}@${range}`),
  ],
  peerDependencyOptions: { pinnedDevDependency: false }, // else projen forces constructs 10.4.2 and cdktn cannot install
  devDeps: [
    '@grpc/grpc-js@^1.14.0',
    '@grpc/proto-loader@^0.8.0',
    '@marcbachmann/cel-js@8.0.0',
    '@msgpack/msgpack@^3.1.3',
    '@types/node@^20',
    'ajv@^8.20.0',
    'cdk8s@2.70.106',
    'cdk8s-cli@2.207.60',
    'cdk8s-plus-28@2.5.6',
    'cdktf@0.21.0',
    'cdktf-cli@0.21.0',
    'cdktn@0.24.0',
    'constructs@~10.7.0',
    'fast-check@^4',
    'jest-util@^29', // ts-jest needs it and npm does not hoist it
    ...Object.entries(clouds).map(([name, { tested }]) => `${name}@${tested}`),
  ],
  gitignore: ['/lib/', '/out/', 'cdktf.out/', '/dist/', '.terraform/', '*.tfstate*', '*.tgz', '/examples/*/dist/', '/coverage/'],
});

project.addDevDeps('eslint-import-resolver-typescript@~3.6.3'); // 4.x has per-platform binaries that npm ci cannot lock here

// --- package.json -----------------------------------------------------------------------------
const manifest = project.package;
manifest.addVersion('0.1.0');
manifest.addField('main', 'lib/index.js');
manifest.addField('types', 'lib/index.d.ts');
manifest.addField('bin', { eic: 'bin/eic' });
manifest.addField('files', ['bin', 'lib', '!**/*.map', 'docs/errors.md', 'docs/ids.md', 'docs/verdicts.md']);
manifest.addField('peerDependenciesMeta', Object.fromEntries(
  ['cdktf', ...Object.keys(clouds)].map((name) => [name, { optional: true }]),
));
manifest.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  ...Object.fromEntries(subpaths.map((path) => [
    `./${path}`, { types: `./lib/${path}/index.d.ts`, default: `./lib/${path}/index.js` },
  ])),
  './package.json': './package.json',
});
manifest.addField('typesVersions', {
  '*': Object.fromEntries(subpaths.map((path) => [path, [`lib/${path}/index.d.ts`]])),
});

// --- scripts ----------------------------------------------------------------------------------
// A fresh clone has no projen yet: these hooks install what is missing first.
manifest.setScript('pretest', 'node scripts/install.mjs');
manifest.setScript('prestart', 'node scripts/install.mjs');
manifest.setScript('start', 'node scripts/start.mjs');
manifest.setScript('bench', 'node scripts/build.mjs && node scripts/bench.mjs');
manifest.setScript('docs', 'node scripts/build.mjs && node scripts/docs.mjs');
manifest.setScript('golden', 'node scripts/build.mjs && node scripts/golden.mjs');
manifest.setScript('conformance', 'node scripts/build.mjs && ts-node -P test/tsconfig.json --transpile-only test/conformance/main.ts');
project.testTask.reset('jest', { receiveArgs: true }); // projen's own rewrites snapshots and fixes sources
project.addTask('lint', {
  env: { ESLINT_USE_FLAT_CONFIG: 'false' },
  exec: 'eslint --ext .ts src test examples .projenrc.ts --max-warnings 0 && tsc --noEmit -p test/tsconfig.json',
});
project.postCompileTask.reset();

// --- jest: pure tests once, Terraform tests on both engines (docs/adr/0005) --------------------
const jest = project.jest!.config;
for (const key of ['testMatch', 'transform', 'clearMocks', 'coverageProvider', 'coverageReporters', 'coverageDirectory', 'collectCoverage']) delete jest[key];
const suite = (displayName: string, files: string, moduleNameMapper: Record<string, string> = {}) => ({
  displayName,
  testMatch: [`<rootDir>/test/**/*${files}`],
  ...(displayName === 'unit' ? { testPathIgnorePatterns: ['/node_modules/', '\\.tf\\.test\\.ts$'] } : {}),
  modulePathIgnorePatterns: ['<rootDir>/out/', '<rootDir>/lib/'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
  ...(Object.keys(moduleNameMapper).length > 0 ? { moduleNameMapper } : {}),
});
jest.globalSetup = '<rootDir>/scripts/build-before-tests.cjs';
jest.projects = [
  suite('unit', '.test.ts'),
  suite('cdktf', '.tf.test.ts'),
  suite('cdktn', '.tf.test.ts', { '^cdktf$': 'cdktn', '^cdktf/(.*)$': 'cdktn/$1' }),
];

// --- eslint: the import rules of docs/adr/0002 and 0006 ------------------------------------------
const engine = { name: 'cdktf', message: 'only src/terraform/engine.ts imports the engine' };
const patterns = [
  { group: ['cdktf/lib/*'], message: 'only the root of cdktf is shared with cdktn' },
  { regex: '^@cdktf/provider-[^/]+(/lib(/index)?)?$', message: 'barrels load 500 MB: import from lib/<resource>' },
];
project.eslint!.addRules({
  '@stylistic/object-property-newline': 'off', // short objects read better in few lines
  'max-len': ['error', { code: 180, ignoreUrls: true, ignoreTemplateLiterals: true, ignoreStrings: true, ignoreRegExpLiterals: true }],
  '@stylistic/max-len': 'off',
  'no-restricted-imports': ['error', { paths: [engine], patterns }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
});
project.eslint!.addOverride({ // what few runs need is loaded when it is needed
  files: ['src/azure/target.ts', 'src/aws/target.ts', 'src/gcp/target.ts', 'src/net/public-suffix.ts', 'src/cell/spec/collections.ts', 'src/cell/file/definition-file.ts', 'src/plan/connectivity-plan.ts', 'src/cluster/built-object.ts', 'src/cluster/checks/watch-chart.ts', 'src/cluster/checks/analyzers/annotations.ts', 'src/compile/cluster/compile-cluster.ts', 'src/compile/targets.ts', 'src/cluster/cell-mesh.ts', 'src/verify/layers/firewalls.ts', 'src/verify/complete/index.ts'],
  rules: { '@typescript-eslint/no-require-imports': 'off' },
});
project.eslint!.addOverride({ // tables of cases are read by rows
  files: ['test/**'],
  rules: { 'max-len': ['error', { code: 210, ignoreUrls: true, ignoreTemplateLiterals: true, ignoreStrings: true, ignoreRegExpLiterals: true }] },
});
project.eslint!.addOverride({
  files: ['src/terraform/engine.ts', 'test/**', 'examples/**'],
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

project.synth();
