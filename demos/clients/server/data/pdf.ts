/** How many pages the document has. */
const PDF_PAGES = 40;

/** Width and height of a page, in points. */
const [WIDTH, HEIGHT] = [595, 842];

/** A PDF of pages with a number, lines of text, and many curves, which take a while to draw. */
export function pdf(): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${PDF_PAGES} /Kids [${pageIds().join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (let page = 1; page <= PDF_PAGES; page++) {
    const content = contentOf(page);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Contents ${objects.length + 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
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
  return Array.from({ length: PDF_PAGES }, (_, i) => `${4 + 2 * i} 0 R`);
}

/** The operators that draw a page. */
function contentOf(page: number): string {
  const lines = [`BT /F1 48 Tf 60 760 Td (Page ${page}) Tj ET`];
  for (let i = 0; i < 20; i++)
    lines.push(`BT /F1 11 Tf 60 ${720 - 14 * i} Td (Line ${i + 1} of page ${page}.) Tj ET`);
  for (let i = 0; i < 1500; i++) {
    const angle = (i * page) / 40;
    const [x, y] = [300 + 200 * Math.cos(angle), 230 + 180 * Math.sin(angle * 1.01)];
    lines.push(
      `0.3 w ${((i % 10) / 10).toFixed(1)} 0.3 0.6 RG 300 230 m ${x.toFixed(1)} 60 60 ${y.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)} c S`,
    );
  }
  return lines.join('\n');
}
