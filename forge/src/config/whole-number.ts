import { z } from 'zod'

/** A whole number in digits, from `least` to `most`; spaces or an empty text are none. */
export const wholeNumber = (least: number, most: number) =>
  z.string().transform((text, check) => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    check.addIssue({ code: 'custom', message: `must be a whole number from ${least} to ${most}` })
    return z.NEVER
  })
