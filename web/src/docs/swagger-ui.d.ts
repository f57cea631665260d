/** What the API page uses of Swagger UI, which brings no types of its own. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  export type SwaggerComponent = (props: Record<string, unknown>) => unknown
  /** Puts components in the place of Swagger UI's own; `React` is the one that it brings. */
  export type SwaggerPlugin = (system: {
    React: {
      createElement: (
        type: string | SwaggerComponent,
        props: Record<string, unknown>,
        ...children: unknown[]
      ) => unknown
    }
  }) => { wrapComponents: Record<string, (original: SwaggerComponent) => SwaggerComponent> }

  export default function SwaggerUI(options: {
    url: string
    dom_id: string
    deepLinking: boolean
    docExpansion: 'list' | 'full' | 'none'
    plugins: readonly SwaggerPlugin[]
  }): void
}
