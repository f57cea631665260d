/** What would run, if it were taken for markup or followed as a link. */
export const MARKUP = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>'
export const LINK = 'javascript:window.ran=1'

/** What is looked for where nothing is found. */
export const SEARCHED = '"><script>window.ran=1</script>\u202Eשלום'

/** Names that would run a script, turn over the words around them, or widen the page; each begins with a word of ours. */
export const hostile = (word: string) => ({
  /** Runs from right to left at its end, where digits and points would follow it. */
  hebrew: `${word} ${MARKUP} שלום עולם`,
  /** Ends an isolate that it is held in, and turns over what comes then. */
  override: `${word} \u2069\u2069\u202E${LINK} "'>`,
  /** Begins isolates that it does not end, with no place to break a line. */
  long: `${word}\u200B\u2067\u2068\u200F${'W'.repeat(150)}`,
})

/** Every name that a scene gave to something, so that a page can be asked about the words around them. */
export class Names {
  readonly given: string[] = [SEARCHED]

  /** Hostile names for one thing. */
  readonly of = (word: string): ReturnType<typeof hostile> => {
    const names = hostile(word)
    this.given.push(...Object.values(names))
    return names
  }
}
