const PATTERN = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-(live|review)\.([1-9]\d{0,8}))?$/

/** Whether a text is a version as Anvil numbers them: `1.4.0`, `1.4.0-live.3` or `1.4.0-review.2`. */
export function isVersionNumber(text: string): boolean {
  return PATTERN.test(text)
}
