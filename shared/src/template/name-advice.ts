const HANDLEBARS = /^(?:if|unless|each|with|lookup|log)\b|^@|^\.\.\//

/** Why the content of a tag is no name, and what to write instead. */
export function adviceForName(name: string, open: string): string {
  const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name
  if (HANDLEBARS.test(name)) {
    return `“${shown}” is Handlebars. Templates are Mustache: {{#items}}…{{/items}} repeats or shows, {{^items}}…{{/items}} is the else.`
  }
  if (name.startsWith('$') || name.startsWith('<')) {
    return `“${shown}” is template inheritance, which is not supported. Use an include: {{> id}}.`
  }
  return (
    `“${shown}” is not a name. A name has letters, digits, "_" and "-", with dots between steps, such as user.name. ` +
    `If the text itself needs ${open}, choose other delimiters for this prompt.`
  )
}
