package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// maxSize is far more than any config takes, and little enough that the wrong
// file is refused before it is read.
const maxSize = 1 << 20

// A ParseError is a mistake in a config file.
type ParseError struct {
	File      string
	Line, Col int
	Message   string
}

func (e *ParseError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Message)
}

// Load reads a config file whose patterns are relative to base. The rules are
// those that it may name. Mistakes in it are *ParseErrors, joined.
func Load(file, base string, rules []*rule.Rule) (*Config, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read the config file: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read the config file: %w", err)
	}
	if len(data) > maxSize {
		return nil, &ParseError{File: file, Message: fmt.Sprintf("too large for a config file (more than %d bytes)", maxSize)}
	}
	c, err := Parse(file, data, rules)
	if err != nil {
		return nil, err
	}
	c.Base, err = filepath.Abs(base)
	return c, err
}

// Parse decodes the text of a config file.
func Parse(file string, data []byte, rules []*rule.Rule) (c *Config, err error) {
	defer func() {
		if v := recover(); v != nil { // the decoder is not ours
			c, err = nil, &ParseError{File: file, Message: fmt.Sprintf("cannot be decoded: %v", v)}
		}
	}()
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, positioned(file, err)
	}
	if err := oneDocument(file, tree); err != nil {
		return nil, err
	}
	c = &Config{File: file}
	err = yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(c)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, positioned(file, err)
	}
	c.normalize()
	if err := c.check(tree, rules); err != nil {
		return nil, err
	}
	return c, nil
}

// oneDocument refuses what the decoder would pass over without a word: more
// documents, and keys at the top that are not words.
func oneDocument(file string, tree *ast.File) error {
	var first ast.Node
	for _, doc := range tree.Docs {
		switch {
		case doc.Body == nil:
		case first != nil:
			return at(file, doc.Body.GetToken(), "a second YAML document: there is one config in a file")
		default:
			first = doc.Body
		}
	}
	for _, kv := range entries(first) {
		if kv.Key.Type() != ast.StringType && kv.Key.Type() != ast.MergeKeyType {
			return at(file, kv.Key.GetToken(), "unknown field %q", kv.Key.GetToken().Value)
		}
	}
	return nil
}

// normalize gives values that mean the same the same form.
func (c *Config) normalize() {
	for name, level := range c.Rules {
		switch level {
		case "true": // what YAML 1.1 makes of "on"
			c.Rules[name] = On
		case "false":
			c.Rules[name] = Off
		}
	}
}

// UnmarshalYAML reads a pattern alone, or one with the rules that it is about.
func (e *Exclusion) UnmarshalYAML(n ast.Node) error {
	if n.Type() == ast.StringType {
		return yaml.NodeToValue(n, &e.Path)
	}
	type plain Exclusion
	return yaml.NodeToValue(n, (*plain)(e), yaml.Strict())
}

// positioned makes a ParseError of what the decoder says.
func positioned(file string, err error) error {
	e := &ParseError{File: file, Message: err.Error()}
	var y yaml.Error
	if errors.As(err, &y) {
		e.Message = y.GetMessage()
		if tok := y.GetToken(); tok != nil && tok.Position != nil {
			e.Line, e.Col = tok.Position.Line, tok.Position.Column
		}
	}
	var mismatch *yaml.TypeError
	if errors.As(err, &mismatch) {
		e.Message = fmt.Sprintf("%s is expected here", kind(mismatch.DstType.Kind().String()))
	}
	e.Message = strings.TrimSpace(e.Message)
	return e
}

// kind names a type for people who write YAML.
func kind(k string) string {
	switch k {
	case "bool":
		return "true or false"
	case "slice":
		return "a list"
	case "map", "struct":
		return "a mapping"
	}
	return "a word"
}

func at(file string, tok *token.Token, format string, args ...any) *ParseError {
	e := &ParseError{File: file, Message: fmt.Sprintf(format, args...)}
	if tok != nil && tok.Position != nil {
		e.Line, e.Col = tok.Position.Line, tok.Position.Column
	}
	return e
}
