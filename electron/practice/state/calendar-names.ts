/** Names of the default calendar and of the two special entries by language. (facts-exchange 2.1, 1.2; `false` = from memory there) */
const names: Readonly<Record<string, readonly [calendar: string, inbox: string, verified: boolean]>> = {
  en: ['Calendar', 'Inbox', true],
  de: ['Kalender', 'Posteingang', true],
  da: ['Kalender', 'Indbakke', true],
  sv: ['Kalender', 'Inkorgen', true],
  nb: ['Kalender', 'Innboks', false],
  nl: ['Agenda', 'Postvak IN', true],
  fr: ['Calendrier', 'Boîte de réception', true],
  es: ['Calendario', 'Bandeja de entrada', true],
  it: ['Calendario', 'Posta in arrivo', true],
  pt: ['Calendário', 'Caixa de Entrada', true],
  pl: ['Kalendarz', 'Skrzynka odbiorcza', true],
  cs: ['Kalendář', 'Doručená pošta', true],
  ru: ['Календарь', 'Входящие', true],
  uk: ['Календар', 'Вхідні', true],
  fi: ['Kalenteri', 'Saapuneet', true],
  ja: ['予定表', '受信トレイ', true],
  zh: ['日历', '收件箱', true],
  ko: ['일정', '받은 편지함', false],
  el: ['Ημερολόγιο', 'Εισερχόμενα', false],
  tr: ['Takvim', 'Gelen Kutusu', false],
  hu: ['Naptár', 'Beérkezett üzenetek', false],
  ar: ['التقويم', 'علبة الوارد', false],
  he: ['לוח שנה', 'תיבת דואר נכנס', false],
};

const namesOf = (language: string): readonly [string, string, boolean] =>
  names[language.split('-')[0]?.toLowerCase() ?? 'en'] ?? ['Calendar', 'Inbox', true];

/** The name that the default calendar gets in a mailbox of this language (`nl-NL`); `Calendar` for unknown ones. */
export const calendarName = (language: string): string => namesOf(language)[0];

/** The name of the inbox in that language. Unverified: from memory. */
export const inboxName = (language: string): string => namesOf(language)[1];

/** How Default and Anonymous are shown in a language. Only French and Japanese are sourced. (facts-exchange 1.2) */
export function specialNames(language: string): { readonly default: string; readonly anonymous: string } {
  const primary = language.split('-')[0]?.toLowerCase();
  if (primary === 'fr') return { default: 'Par défaut', anonymous: 'Anonyme' };
  if (primary === 'ja') return { default: '既定', anonymous: '匿名' };
  return { default: 'Default', anonymous: 'Anonymous' };
}
