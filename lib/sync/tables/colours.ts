// Colours of DN's labels, as soft backgrounds with a readable text (contrast above 4.5).

import type { Label } from '../model/demarche';
import type { ChoiceStyle, Widget } from '../model/table';

const STYLES: Readonly<Record<string, ChoiceStyle>> = {
  green_tilleul_verveine: { fillColor: '#FCEEAC', textColor: '#66673D' },
  green_bourgeon: { fillColor: '#C9FCAC', textColor: '#447049' },
  green_emeraude: { fillColor: '#C3FAD5', textColor: '#297254' },
  green_menthe: { fillColor: '#BAFAEE', textColor: '#37635F' },
  blue_ecume: { fillColor: '#E9EDFE', textColor: '#2F4077' },
  purple_glycine: { fillColor: '#FEE7FC', textColor: '#6E445A' },
  pink_macaron: { fillColor: '#FEE9E6', textColor: '#8D533E' },
  yellow_tournesol: { fillColor: '#FEECC2', textColor: '#716043' },
  brown_cafe_creme: { fillColor: '#F7ECDB', textColor: '#685C48' },
  beige_gris_galet: { fillColor: '#F3EDE5', textColor: '#6A6156' },
};

/** Choices and colours of the `labels` column. A colour of the future has none. */
export function labelWidget(labels: readonly Label[]): Widget {
  const styled = labels.flatMap((label) => {
    const style = STYLES[label.color];
    return style === undefined ? [] : [[label.name, style] as const];
  });
  return { choices: labels.map((label) => label.name), choiceOptions: Object.fromEntries(styled) };
}
