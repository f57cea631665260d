import { TEMPLATE_LIMITS, tooLarge } from './template-limits.js'

/** Puts an indentation before each line of a template that has more than a line end; throws `template.too_large`. */
export function indentLines(template: string, indent: string): string {
  if (indent === '') return template
  const lines = 1 + (template.match(/[\n\r\u2028\u2029]/g)?.length ?? 0)
  if (template.length + lines * indent.length > TEMPLATE_LIMITS.compiledCharacters) {
    throw tooLarge('An include with its indentation', TEMPLATE_LIMITS.compiledCharacters)
  }
  return template.replaceAll(/^(?=[^\r\n]|\r(?!\n|$))/gm, indent)
}
