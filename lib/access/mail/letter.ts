// The look of our messages: the same words as plain text and as HTML that a screen reader reads in order.

import type { Message } from './mailer';

export type Letter = {
  readonly subject: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly action: Way | null;
  /** Several matters in one letter, each with its heading, before the action. */
  readonly sections?: readonly Section[];
  /** After the action. */
  readonly closing: readonly string[];
  /** Ways out, in small, at the very end. */
  readonly ways?: readonly Way[];
};

export type Way = { readonly label: string; readonly url: string };

export type Section = {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly ways: readonly Way[];
};

/** No image, no tracker, no style sheet to fetch; contrast above 7:1 on white. */
export function writeLetter(letter: Letter): Message {
  const { subject, title, paragraphs, action, closing, sections = [], ways = [] } = letter;
  const text = [
    ...paragraphs,
    ...sections.flatMap((section) => [section.title, ...section.paragraphs, ...section.ways.map(inText)]),
    ...(action === null ? [] : [inText(action)]),
    ...closing,
    ...ways.map(inText),
    'One Trick Pony',
  ].join('\n\n');
  const style = 'font-family:Arial,sans-serif;font-size:16px;line-height:1.5;color:#161616';
  const html = [
    '<!DOCTYPE html>',
    '<html lang="fr"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(subject)}</title></head>`,
    `<body style="margin:0;padding:24px;background:#ffffff;${style}">`,
    `<main style="max-width:560px;margin:0 auto">`,
    `<h1 style="font-size:22px;line-height:1.3;margin:0 0 16px">${escaped(title)}</h1>`,
    ...paragraphs.map(paragraph),
    ...sections.flatMap((section) => [
      `<h2 style="font-size:18px;line-height:1.3;margin:24px 0 12px">${escaped(section.title)}</h2>`,
      ...section.paragraphs.map(paragraph),
      ...section.ways.map(way),
    ]),
    ...(action === null ? [] : [button(action.label, action.url)]),
    ...closing.map(paragraph),
    ...ways.map(way),
    '<p style="margin:24px 0 0;color:#3a3a3a">One Trick Pony</p>',
    '</main></body></html>',
  ].join('\n');
  return { subject, text: `${text}\n`, html };
}

function inText({ label, url }: Way): string {
  return `${label}\u00a0:\n${url}`;
}

/** A link in words: what it leads to is said, not « cliquez ici ». */
function way({ label, url }: Way): string {
  return `<p style="margin:0 0 16px"><a href="${escaped(url)}" style="color:#000091">${escaped(label)}</a></p>`;
}

function paragraph(text: string): string {
  return `<p style="margin:0 0 16px">${escaped(text)}</p>`;
}

/** The address is also written out: some mail programs show no links. */
function button(label: string, url: string): string {
  const look = 'display:inline-block;padding:12px 20px;background:#000091;color:#ffffff;text-decoration:none';
  return [
    `<p style="margin:0 0 16px"><a href="${escaped(url)}" style="${look}">${escaped(label)}</a></p>`,
    '<p style="margin:0 0 16px">Si le bouton ne s’ouvre pas, copiez cette adresse dans votre navigateur :<br>'.replace(
      ' :',
      '\u00a0:',
    ),
    `<span style="word-break:break-all">${escaped(url)}</span></p>`,
  ].join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
