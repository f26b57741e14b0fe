/** Someone's right to a room's egress stream: it runs as long as one lease is held. */
export interface EgressLease<Outputs> {
  outputs: Outputs;
  /** May be called twice. */
  release(): void;
}
