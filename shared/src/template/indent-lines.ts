/** Puts an indentation before each line of a template that has more than a line end. */
export function indentLines(template: string, indent: string): string {
  return indent === '' ? template : template.replaceAll(/^(?=[^\r\n]|\r(?!\n|$))/gm, indent)
}
