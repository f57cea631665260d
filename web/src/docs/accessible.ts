import type { SwaggerComponent, SwaggerPlugin } from 'swagger-ui-dist/swagger-ui-es-bundle.js'

/** Mends what assistive technology can't read of Swagger UI: links in buttons, parts without a role, a heading without the one above it. */
export const accessible: SwaggerPlugin = ({ React: { createElement } }) => {
  const within =
    (props: Record<string, string>, ...before: unknown[]) =>
    (Original: SwaggerComponent): SwaggerComponent =>
    (own) =>
      createElement('div', props, ...before, createElement(Original, own))
  return {
    wrapComponents: {
      DeepLink: (): SwaggerComponent => (props) => createElement('span', {}, props['text']),
      InfoContainer: within({ role: 'banner' }),
      authorizeBtn: within({ role: 'region', 'aria-label': 'Authorization' }),
      operations: within({}, createElement('h2', {}, 'Operations')),
    },
  }
}
