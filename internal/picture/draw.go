package main

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

// The measures of the picture, in pixels. Browsers choose the font, so each
// piece of text is told how long it is: columns stay columns in any of them.
const (
	fontSize   = 14.0
	charWidth  = 8.4
	lineHeight = 19.0
	margin     = 16.0
	titleBar   = 30.0
)

// The colours of a dark terminal.
const (
	paper = "#1b1e24"
	bar   = "#2a2e37"
	ink   = "#d8dce4"
	faint = "#8b93a1"
)

var colors = map[string]string{"91": "#ff7b72", "93": "#e5b454", "94": "#6ea8ff"}

// A style is how a piece of text looks.
type style struct {
	color string
	bold  bool
	dim   bool
}

// A piece is text in one style.
type piece struct {
	style
	text string
}

var sgr = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// split cuts text with the escape sequences of a terminal into pieces, line by
// line. It knows the sequences that the linter writes.
func split(text string) (lines [][]piece) {
	var st style
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		var pieces []piece
		at := 0
		add := func(s string) {
			if s != "" {
				pieces = append(pieces, piece{st, s})
			}
		}
		for _, m := range sgr.FindAllStringSubmatchIndex(line, -1) {
			add(line[at:m[0]])
			at = m[1]
			for code := range strings.SplitSeq(line[m[2]:m[3]], ";") {
				st = st.apply(code)
			}
		}
		add(line[at:])
		lines = append(lines, pieces)
	}
	return lines
}

func (st style) apply(code string) style {
	switch code {
	case "", "0":
		return style{}
	case "1":
		st.bold = true
	case "2":
		st.dim = true
	case "22":
		st.bold, st.dim = false, false
	default:
		if c, ok := colors[code]; ok {
			st.color = c
		}
	}
	return st
}

// draw makes a picture of a terminal in which a command was typed.
func draw(command, text string) string {
	lines := append([][]piece{{{style{color: faint}, "$ "}, {style{bold: true}, command}}}, split(text)...)
	columns := 0
	for _, line := range lines {
		n := 0
		for _, p := range line {
			n += len([]rune(p.text))
		}
		columns = max(columns, n)
	}
	width := 2*margin + float64(columns)*charWidth
	height := titleBar + 2*margin + float64(len(lines))*lineHeight
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img" aria-label="%s prints findings with their source lines">`+"\n",
		width, height, width, height, html.EscapeString(command))
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/><path d="M0 %.0fV8a8 8 0 0 1 8-8H%.0fa8 8 0 0 1 8 8V%.0fz" fill="%s"/>`+"\n",
		paper, titleBar, width-8, titleBar, bar)
	for i, c := range []string{"#ff7b72", "#e5b454", "#4cc38a"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="%.0f" r="5.5" fill="%s"/>`, 18+20*i, titleBar/2, c)
	}
	fmt.Fprintf(&b, "\n"+`<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="%.0f" fill="%s" xml:space="preserve">`+"\n", fontSize, ink)
	for i, line := range lines {
		drawLine(&b, line, titleBar+margin+float64(i)*lineHeight+fontSize)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

func drawLine(b *strings.Builder, line []piece, y float64) {
	column := 0
	for _, p := range line {
		text := strings.TrimLeft(p.text, " ")
		column += len([]rune(p.text)) - len([]rune(text))
		width := len([]rune(text))
		text = strings.TrimRight(text, " ")
		n := len([]rune(text))
		if n == 0 {
			column += width
			continue
		}
		fmt.Fprintf(b, `<text x="%.1f" y="%.0f" textLength="%.1f" lengthAdjust="spacingAndGlyphs"%s>%s</text>`,
			margin+float64(column)*charWidth, y, float64(n)*charWidth, p.attributes(), html.EscapeString(text))
		column += width
	}
	b.WriteByte('\n')
}

func (st style) attributes() string {
	var s string
	if st.color != "" {
		s += fmt.Sprintf(` fill="%s"`, st.color)
	}
	if st.bold {
		s += ` font-weight="bold"`
	}
	if st.dim {
		s += ` opacity=".7"`
	}
	return s
}
