/** Text between tags, as offsets into the template; empty where a standalone line was taken away. */
export interface TextNode {
  readonly kind: 'text'
  readonly start: number
  end: number
}

/** `{{name}}`, `{{{name}}}` or `{{&name}}`: all the same, since nothing is HTML-escaped. */
export interface VariableNode {
  readonly kind: 'variable'
  readonly name: string
  readonly at: number
}

/** `{{#name}}…{{/name}}`, or with `^` the inverted one. */
export interface SectionNode {
  readonly kind: 'section'
  readonly name: string
  readonly at: number
  readonly inverted: boolean
  readonly children: TemplateNode[]
}

/** `{{> id}}`; `indent` is what stands before it on a line of its own. */
export interface IncludeNode {
  readonly kind: 'include'
  readonly id: string
  readonly at: number
  indent: string
}

/** One piece of a parsed template; `at` is the offset of its tag. */
export type TemplateNode = TextNode | VariableNode | SectionNode | IncludeNode
