package config

import (
	"encoding/json"
	"fmt"

	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// Key returns what two configs share when they have the same effect: the
// content without its form.
func (c *Config) Key() ([]byte, error) {
	if c == nil {
		return nil, nil
	}
	return json.Marshal(c) // sorts the keys of maps
}

// Analysis returns, as the text of a config file, the part of the config that
// changes the analysis, or "" if it has none. Equal parts have equal texts.
func (c *Config) Analysis() (string, error) {
	if len(c.Primitives) == 0 {
		return "", nil
	}
	text, err := json.Marshal(map[string]any{"primitives": c.Primitives})
	return string(text), err
}

// Extend adds the primitives to the table that the analysis works with, and
// returns the packages that they belong to, unsorted. It is to be called once,
// before any analysis.
func (c *Config) Extend() ([]string, error) {
	rows := make(map[syncmodel.Key]syncmodel.Row, len(c.Primitives))
	var pkgs []string
	for name, action := range c.Primitives {
		key, row, err := syncmodel.ParseRow(name, action)
		if err != nil {
			return nil, fmt.Errorf("primitive %s: %w", name, err)
		}
		rows[key] = row
		pkgs = append(pkgs, key.Pkg)
	}
	syncmodel.Extend(rows)
	return pkgs, nil
}
