/** How many pages the document has. */
const PDF_PAGES = 40;

/** How many curves a page draws, and how often. */
const [CURVES, COPIES] = [40, 100];

/** Width and height of a page, in points. */
const [WIDTH, HEIGHT] = [595, 842];

/** A PDF of pages with a number, lines of text, and many curves, which take a while to draw. */
export function pdf(): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${PDF_PAGES} /Kids [${pageIds().join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    curves(),
  ];
  for (let page = 1; page <= PDF_PAGES; page++) {
    const content = contentOf(page);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Contents ${objects.length + 2} 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /Curves 4 0 R >> >> >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  }
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

function pageIds(): string[] {
  return Array.from({ length: PDF_PAGES }, (_, i) => `${5 + 2 * i} 0 R`);
}

/** Curves around the origin, which each page draws many times. */
function curves(): string {
  const lines = ['0.3 w'];
  for (let i = 0; i < CURVES; i++) {
    const points = [180, 120, 230].map((radius, at) => pointOf(i + 8 * at, radius));
    lines.push(`0 0 m ${points.join(' ')} c S`);
  }
  const content = lines.join('\n');
  return `<< /Type /XObject /Subtype /Form /BBox [-240 -240 240 240] /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

function pointOf(i: number, radius: number): string {
  const angle = (2 * Math.PI * i) / CURVES;
  return `${(radius * Math.cos(angle)).toFixed(1)} ${(radius * Math.sin(angle)).toFixed(1)}`;
}

/** The operators that draw a page. */
function contentOf(page: number): string {
  const lines = [`BT /F1 48 Tf 60 760 Td (Page ${page}) Tj ET`];
  for (let i = 0; i < 14; i++)
    lines.push(`BT /F1 11 Tf 60 ${720 - 14 * i} Td (Line ${i + 1} of page ${page}.) Tj ET`);
  for (let i = 0; i < COPIES; i++) {
    const angle = (i * page) / COPIES;
    const [cos, sin] = [Math.cos(angle).toFixed(4), Math.sin(angle).toFixed(4)];
    const colour = `${(i / COPIES).toFixed(2)} 0.3 ${((page % 10) / 10).toFixed(1)}`;
    lines.push(
      `q ${colour} RG ${cos} ${sin} -${sin} ${cos} 300 260 cm /Curves Do Q`.replace('--', ''),
    );
  }
  return lines.join('\n');
}
