/** A number of prompts in words. */
export const sayPrompts = (count: number): string =>
  count === 1 ? '1 prompt' : `${count.toLocaleString('en')} prompts`
