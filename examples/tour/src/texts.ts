/** The texts of the one prompt, in the order in which the story publishes them. */
export const TEXTS = [
  'Hello {{name}}, welcome to {{product}}.',
  'Good to see you, {{name}}! {{product}} is ready for you.',
  'Welcome back, {{name}}. Nothing has changed in {{product}} but this sentence.',
] as const

export const VARIABLES = { name: 'Ada', product: 'Anvil' }

/** What the text with this number comes out as. */
export function renderedText(number: 0 | 1 | 2): string {
  return TEXTS[number].replace('{{name}}', VARIABLES.name).replace('{{product}}', VARIABLES.product)
}
