/** Taps that one `like` request may sum up. By itself, for clients that do not carry the whole table. */
export const likesPerRequest = 200;

/** Sizes and rates that both ends of the wire rely on. Sources: research checklist (socket.io, LiveKit, jicofo defaults). */
export const limits = {
  /** Characters in a room id. */
  roomIdLength: 64,
  /** Characters in a room title. */
  titleLength: 80,
  /** Characters in a display name. */
  nameLength: 40,
  /** Characters in a URL that a client may store (cover, avatar). */
  urlLength: 500,
  /** Bytes of one signalling frame, either direction of the client's choosing. */
  frameBytes: 64 * 1024,
  /** Codecs in one rtpParameters or rtpCapabilities object. */
  codecs: 64,
  /** Header extensions in one rtpParameters or rtpCapabilities object. */
  headerExtensions: 64,
  /** Encodings (simulcast layers) of one producer. */
  encodings: 4,
  /** DTLS fingerprints a client may offer. */
  fingerprints: 8,
  /** Room events a server keeps for resuming clients. */
  roomLogEvents: 3000,
  /** Seats on a stage, the anchor's included. */
  seats: 9,
  /** Characters in what somebody writes when they ask for a seat. */
  applicationMessageLength: 60,
  /** Applications for a seat that wait in one room. */
  applications: 50,
  /** Viewers that one answer lists. */
  listedViewers: 100,
  /** People on one page of the audience list. */
  audiencePage: 50,
  likesPerRequest,
  /** Characters in a user's id. */
  userIdLength: 128,
  /** Characters in the reason of a sanction. */
  reasonLength: 200,
  /** The longest sanction that ends by itself: ten years. */
  sanctionSeconds: 10 * 366 * 24 * 3600,
  /** Moderators of one room. */
  moderators: 100,
  /** People who were invited into one private room. */
  invitedPeople: 5000,
  /** Room events a resuming client is sent at most; further behind, the snapshot counts. */
  missedEvents: 2500,
  /** Characters in a new password, at least and at most. */
  passwordLeast: 8,
  passwordLength: 128,
  /** Anchors that one user follows. */
  follows: 2000,
  /** Shows that one room has announced and not begun. */
  scheduledShows: 5,
  /** How far ahead a show can be announced, ms. */
  scheduleAheadMs: 90 * 24 * 3600 * 1000,
  /** Characters in the address of a push subscription. */
  pushEndpointLength: 1000,
  /** Pixels of an uploaded avatar, each side. */
  avatarPixels: 4096,
  /** Bytes of an uploaded avatar. */
  avatarBytes: 1024 * 1024,
  /** Characters (graphemes) in a chat message. */
  chatLength: 200,
  /** Characters in a pinned notice. */
  chatNoticeLength: 300,
  /** UTF-16 units of a message or notice as it comes in, before it is cleaned. */
  chatRawLength: 4000,
  /** People that one message mentions. */
  chatMentions: 10,
  /** Messages that one request deletes. */
  chatDeletions: 20,
  /** Messages that somebody finds who comes into the room. */
  chatRecent: 50,
  /** The slowest slow mode, ms. */
  slowModeMs: 300_000,
  /** People that one search for a name lists. */
  foundPeople: 8,
} as const;
