import mustache from 'mustache'

const SPACES = /\s{2000}/

/** Parses as the `mustache` package does, without its cache, which would keep every template for ever. */
export function mustacheParse(template: string, tags: [string, string]): unknown {
  if (!template.includes(tags[0])) return [['text', template]]
  // Its search for the end of a tag takes time that grows with the square of the white space before it.
  if (SPACES.test(template)) throw new Error('It has a run of more than 2,000 white space characters. Shorten that.')
  const writer = new mustache.Writer()
  Object.assign(writer, { templateCache: undefined })
  return writer.parse(template, tags)
}
