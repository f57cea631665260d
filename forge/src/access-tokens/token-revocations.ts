type RevocationListener = (tokenId: string) => void

/** Tells those who hold a connection open that its access token was revoked, once that is stored. */
export class TokenRevocations {
  readonly #listeners = new Set<RevocationListener>()

  /** Calls `listener` with the id of each token that this process revokes from now on; the answer ends that. */
  onRevoked(listener: RevocationListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  announce(tokenId: string): void {
    for (const listener of this.#listeners) listener(tokenId)
  }
}
