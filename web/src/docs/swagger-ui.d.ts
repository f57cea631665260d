/** What the API page uses of Swagger UI, which brings no types of its own. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  export default function SwaggerUI(options: {
    url: string
    dom_id: string
    deepLinking: boolean
    docExpansion: 'list' | 'full' | 'none'
  }): void
}
