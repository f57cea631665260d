import { z } from 'zod'
import { type ErrorCode, isErrorCode } from './errors.js'

/** A code as it arrives from elsewhere: one from a newer FORGE reads as `internal`, so an older client still reports it. */
export const ErrorCodeSchema = z.custom<ErrorCode>(isErrorCode).catch('internal')
