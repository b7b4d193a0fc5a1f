/** Who may know whom: the rules of the architecture, checked. */
const STEP = '^lambdas/(?!shared/)([^/]+)/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'steps-never-import-each-other',
      severity: 'error',
      from: { path: STEP },
      to: { path: '^lambdas/', pathNot: ['^lambdas/shared/', '^lambdas/$1/'] },
    },
    {
      name: 'shared-knows-no-step',
      severity: 'error',
      from: { path: '^lambdas/shared/' },
      to: { path: '^(lambdas/(?!shared/)|solver|local|cdk|phantoms)' },
    },
    {
      name: 'only-handlers-know-aws',
      comment: 'start-assessment speaks to Step Functions: that is what it is for',
      severity: 'error',
      from: {
        path: '^(lambdas|solver|phantoms)/',
        pathNot: ['/handler\\.ts$', '^lambdas/shared/aws/', '^lambdas/start-assessment/'],
      },
      to: { path: ['^lambdas/shared/aws/', 'node_modules/(@aws-sdk|@aws-lambda-powertools|@middy)/'] },
    },
    {
      name: 'steps-enter-the-solver-by-its-doors',
      severity: 'error',
      from: { path: '^(lambdas|local|phantoms)/' },
      to: { path: '^solver/', pathNot: '^solver/[^/]+/index\\.ts$' },
    },
    {
      name: 'solver-imports-nothing',
      severity: 'error',
      from: { path: '^solver/', pathNot: '^solver/(host/|kernels/build)' },
      to: { pathNot: '^solver/' },
    },
    {
      name: 'cdk-imports-no-product-code',
      severity: 'error',
      from: { path: '^cdk/' },
      to: { path: '^(lambdas|solver|local|phantoms|stepfunctions)/' },
    },
    {
      name: 'phantoms-know-only-shared',
      severity: 'error',
      from: { path: '^phantoms/' },
      to: { path: '^(lambdas/(?!shared/)|solver|local|cdk)' },
    },
    {
      name: 'nothing-imports-tests-or-benches',
      severity: 'error',
      from: { path: '^(lambdas|solver|local|cdk|phantoms|schemas)/' },
      to: { path: '^(tests|bench)/' },
    },
    {
      name: 'what-is-imported-is-declared',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
