import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import 'swagger-ui-dist/swagger-ui.css'
import './docs.css'
import { accessible } from './accessible.js'

SwaggerUI({ url: './openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'list', plugins: [accessible] })
