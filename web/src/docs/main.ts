import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import 'swagger-ui-dist/swagger-ui.css'

SwaggerUI({ url: './openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'list' })
