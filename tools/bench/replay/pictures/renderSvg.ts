import { init, type EChartsOption } from 'echarts';

/** A picture. */
export interface Picture {
  /**
   * What it shows, for those who cannot see it: stands in the file, and as `alt` where the picture
   * is used.
   */
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  readonly option: EChartsOption;
}

/** Draws a picture as SVG, on a background of its own, as it may stand on a dark page. */
export function renderSvg({ alt, width, height, option }: Picture): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  const font = {
    fontFamily: "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif",
    color: '#1f2328',
  };
  chart.setOption({ animation: false, backgroundColor: '#ffffff', textStyle: font, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  const escaped = alt.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `${svg.replace(/^<svg [^>]*>/, (tag) => `${tag.slice(0, -1)} role="img">\n<title>${escaped}</title>`)}\n`;
}
