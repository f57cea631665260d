/** What a check found: good, worth knowing, or wrong with the way to mend it. */
export interface Finding {
  check: string
  state: 'ok' | 'warning' | 'wrong'
  detail: string
  fix?: string
}

export const ok = (check: string, detail: string): Finding => ({ check, state: 'ok', detail })
export const warning = (check: string, detail: string, fix: string): Finding => ({
  check,
  state: 'warning',
  detail,
  fix,
})
export const wrong = (check: string, detail: string, fix: string): Finding => ({ check, state: 'wrong', detail, fix })
