/** One message to one user of a mini program. */
export interface HostMessage {
  openId: string;
  templateId: string;
  /** What it opens: `pages/room/room?id=r1`. */
  page: string;
  /** Field of the template -> its text. */
  data: Readonly<Record<string, string>>;
}

/**
 * `noneLeft`: this user has agreed to no message any more. `busy`: certainly not sent, and may be later. `impossible`: not sent, and nobody else
 * will get it either. `unknown`: no answer, so that it may have been sent.
 */
export type MessageOutcome = 'sent' | 'noneLeft' | 'busy' | 'impossible' | 'unknown';

/** A host's way to send messages. Sends once for each call: whoever calls knows whether another call may do it twice. */
export interface HostMessageSender {
  send(message: HostMessage, signal: AbortSignal): Promise<{ outcome: MessageOutcome; reason: string }>;
}
