/**
 * Who may import whom (docs/architecture.md). A target is a file's path from the repository's root, the name of a package, or
 * a built-in such as `node:fs`. Test code is exempt: it may reach into everything.
 * @typedef {object} ImportRule
 * @property {string} name
 * @property {RegExp} from files that the rule is about
 * @property {RegExp} forbidden targets that they may not import
 * @property {string} reason shown with each violation
 */

/** @type {ImportRule[]} */
export const importRules = [
  {
    name: 'shared-stands-alone',
    from: /^shared\/src\//u,
    forbidden: /^(?!shared\/src\/|zod$)/u,
    reason:
      'shared is the wire protocol of servers, browsers and mini programs alike: no code of ours, no Node, no DOM, only zod.',
  },
  {
    name: 'core-is-a-leaf',
    from: /^server\/src\/core\//u,
    forbidden: /^(server\/src\/(?!core\/)|client-web\/)/u,
    reason: 'everything stands on core, so core may stand on nothing of ours but shared.',
  },
  {
    name: 'domain-knows-ports-only',
    from: /^server\/src\/(rooms|interaction)\//u,
    forbidden: /^server\/src\/(?!(rooms|interaction|core)\/)/u,
    reason:
      'the domain knows the world only through ports that it declares itself; put an interface into rooms/ports.',
  },
  {
    name: 'domain-does-no-io',
    from: /^server\/src\/(rooms|interaction)\//u,
    forbidden:
      /^(express|socket\.io|mediasoup|ioredis|kysely|pg|node:(fs|net|http|https|dgram|child_process|sqlite)(\/.*)?)$/u,
    reason: 'the domain does no input or output; an adapter behind one of its ports does.',
  },
  {
    name: 'only-media-imports-mediasoup',
    from: /^server\/src\/(?!media\/)/u,
    forbidden: /^mediasoup(\/|$)/u,
    reason:
      'mediasoup is an implementation of the MediaEngine port; types that others need belong to the port.',
  },
  {
    name: 'only-ffmpeg-spawns',
    from: /^server\/src\/(?!egress\/ffmpeg\/|egress\/compositor\/CompositorProcess\.ts$)/u,
    forbidden: /^((node:)?child_process|execa)$/u,
    reason:
      'a child process needs supervision (ready, stop, restart, one end); egress/ffmpeg is where that is done, and CompositorProcess for our own.',
  },
  {
    name: 'adapters-do-not-know-carriers',
    from: /^server\/src\/(media|egress|ingest|notify|store)\//u,
    forbidden: /^server\/src\/(signaling|http)\//u,
    reason: 'adapters implement ports of the domain; whoever calls the domain is none of their business.',
  },
  {
    name: 'adapters-do-not-know-each-other',
    from: /^server\/src\/media\//u,
    forbidden: /^server\/src\/(egress|ingest|store)\//u,
    reason: 'media, egress, ingest and store meet in app.ts, through ports.',
  },
  {
    name: 'egress-takes-media-through-a-port',
    from: /^server\/src\/egress\//u,
    forbidden: /^server\/src\/(media|ingest|store)\//u,
    reason: 'egress gets its streams through the ShowFeed port; it must not care that an SFU makes them.',
  },
  {
    name: 'signaling-calls-the-domain',
    from: /^server\/src\/signaling\//u,
    forbidden: /^server\/src\/(http|media|egress|ingest|notify|store)\//u,
    reason:
      'a carrier parses, checks permissions and calls the domain; what the domain does with it is behind its ports.',
  },
  {
    name: 'http-calls-the-domain',
    from: /^server\/src\/http\/(?!live\/)/u,
    forbidden: /^server\/src\/(signaling|media|egress|ingest|notify|store)\//u,
    reason:
      'a route parses, checks permissions and calls the domain; what the domain does with it is behind its ports.',
  },
  {
    name: 'live-delivery-uses-the-delivery-interface',
    from: /^server\/src\/http\/live\//u,
    forbidden: /^server\/src\/(signaling|media|ingest|store|egress\/(?!delivery\/))/u,
    reason: 'live delivery reads FLV and HLS from egress/delivery; how they are made is behind it.',
  },
  {
    name: 'only-app-sees-everything',
    from: /^server\/src\/(?!wiring\/).+\//u,
    forbidden: /^server\/src\/(app\.ts$|main\.ts$|wiring\/)/u,
    reason:
      'app.ts, with wiring for one feature each, constructs and connects everything; what it constructs gets all it needs through its constructor.',
  },
  {
    name: 'sdk-stands-alone',
    from: /^client-web\/src\/sdk\//u,
    forbidden: /^client-web\/src\/(?!sdk\/)/u,
    reason: 'other applications use the SDK without our user interface.',
  },
  {
    name: 'sdk-has-no-framework',
    from: /^client-web\/src\/sdk\//u,
    forbidden: /^react(-dom)?(\/|$)/u,
    reason: 'the SDK is framework-free.',
  },
  {
    name: 'client-knows-the-protocol-only',
    from: /^client-web\//u,
    forbidden: /^(server\/|node:)/u,
    reason: 'client and server share the wire protocol and nothing else.',
  },
  {
    name: 'mini-program-shares-the-client-core',
    from: /^miniprogram-bridge\/src\//u,
    forbidden:
      /^(server\/|node:|client-web\/src\/(?!sdk\/(audience|auth|chat|core|gifts|likes|room|signaling|stage)\/|sdk\/(LiveError|types|media\/MediaSignaling)\.ts$)|socket\.io-client|mediasoup-client|zod$)/u,
    reason:
      'a mini program has neither DOM nor WebRTC: of the browser SDK only what knows the protocol and nothing else runs there.',
  },
  {
    name: 'mini-program-uses-the-sdk',
    from: /^miniprogram-bridge\/miniprogram\//u,
    forbidden: /^(?!miniprogram-bridge\/miniprogram\/|@lianmai\/miniprogram$|shared\/src\/index\.ts$)/u,
    reason:
      'the mini program is an example of what one builds on the SDK: it has that, types of the protocol, and its host.',
  },
  {
    name: 'server-knows-the-protocol-only',
    from: /^server\//u,
    forbidden: /^(client-web|miniprogram-bridge)\//u,
    reason: 'client and server share the wire protocol and nothing else.',
  },
  {
    name: 'nobody-imports-tests',
    from: /^/u,
    forbidden: /^tests\/|^server\/src\/testing\/|\.test\.(ts|tsx|mjs)$|^vitest(\/|$)/u,
    reason: 'what runs in production must not depend on what tests it.',
  },
  {
    name: 'only-tests-import-fakes',
    from: /^(?!.*\/Fake[A-Z]\w*\.ts$)/u,
    forbidden: /\/Fake[A-Z]\w*\.ts$/u,
    reason: 'a fake that production code can reach will one day run in production.',
  },
  {
    name: 'platform-does-not-import-scripts',
    from: /^(shared|server|client-web|miniprogram-bridge)\//u,
    forbidden: /^scripts\//u,
    reason: 'scripts set the platform up and run on an older Node; the platform does not know them.',
  },
];
