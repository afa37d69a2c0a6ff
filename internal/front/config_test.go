package front

import (
	"path/filepath"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

func TestStandard(t *testing.T) {
	tests := []struct {
		goroot string
		cfg    Config
		want   bool
	}{
		{"/go", Config{Dir: "/go/src/net/http", ImportPath: "net/http"}, true},
		{"/go", Config{Dir: "/go/src/net/http", ImportPath: "net/http", ModulePath: "std"}, true},
		{"/go", Config{Dir: "/home/me/probe", ImportPath: "probe"}, false},
		{"/go", Config{Dir: "/go/srcs", ImportPath: "probe"}, false},
		{"", Config{ImportPath: "net/http"}, true},
		{"", Config{ImportPath: "probe", ModulePath: "probe"}, false},
		{"", Config{ImportPath: "example.com/p"}, false},
	}
	for _, test := range tests {
		t.Setenv("GOROOT", test.goroot)
		if got := test.cfg.Standard(); got != test.want {
			t.Errorf("GOROOT=%q: standard(%+v) = %t, want %t", test.goroot, test.cfg, got, test.want)
		}
	}
}

func TestReadConfig(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"broken.cfg": "{", "nofiles.cfg": "{}"} {
		if _, err := ReadConfig(testutil.WriteFile(t, dir, name, text)); err == nil {
			t.Errorf("%s was read without an error", name)
		}
	}
	if _, err := ReadConfig(filepath.Join(dir, "missing.cfg")); err == nil {
		t.Error("a missing config was read without an error")
	}
}
