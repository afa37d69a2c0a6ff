package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// wantContent also holds that no temporary file is left beside it.
func wantContent(t *testing.T, name, want string) {
	t.Helper()
	if got, err := os.ReadFile(name); err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", name, got, err, want)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(name), ".gojoincheck-*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestWrite(t *testing.T) {
	name := filepath.Join(t.TempDir(), "f")
	for _, text := range []string{"first", "second, and longer", ""} {
		if err := Write(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
		wantContent(t, name, text)
	}
}

func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no permissions to speak of")
	}
	dir := t.TempDir()
	byHand, byUs := filepath.Join(dir, "hand"), filepath.Join(dir, "us")
	if err := os.WriteFile(byHand, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := Write(byUs, nil); err != nil {
		t.Fatal(err)
	}
	if want, got := mode(t, byHand), mode(t, byUs); got != want {
		t.Errorf("a new file has mode %v, others get %v", got, want)
	}
	if err := os.Chmod(byUs, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := Write(byUs, []byte("again")); err != nil {
		t.Fatal(err)
	}
	if got := mode(t, byUs); got != 0o640 {
		t.Errorf("an old file has mode %v afterwards, had 0640", got)
	}
}

func mode(t *testing.T, name string) os.FileMode {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func TestLinks(t *testing.T) {
	dir := t.TempDir()
	link, target := filepath.Join(dir, "link"), filepath.Join(dir, "target")
	if err := os.Symlink("target", link); err != nil {
		t.Skip(err)
	}
	for _, text := range []string{"the target is new", "the target is old"} {
		if err := Write(link, []byte(text)); err != nil {
			t.Fatal(err)
		}
		wantContent(t, target, text)
		if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("the link is none any more: %v, %v", info, err)
		}
	}
}

// TestErrors holds that a file stays as it was, and that nothing is left.
func TestErrors(t *testing.T) {
	dir := t.TempDir()
	if err := Write(filepath.Join(dir, "no", "such"), nil); err == nil {
		t.Error("wrote into a directory that is not there")
	}
	if err := Write(dir, nil); err == nil {
		t.Error("wrote a directory")
	}
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("nothing is forbidden here")
	}
	name := filepath.Join(dir, "f")
	if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	if err := Write(name, []byte("new")); err == nil {
		t.Error("wrote into a directory that is read-only")
	}
	wantContent(t, name, "old")
}

// TestPipe holds that a pipe is written to and not replaced.
func TestPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if out, err := exec.Command("mkfifo", name).CombinedOutput(); err != nil {
		t.Skipf("mkfifo: %v %s", err, out)
	}
	read := make(chan string, 1)
	go func() {
		f, err := os.Open(name)
		if err != nil {
			read <- err.Error()
			return
		}
		defer f.Close()
		text, _ := io.ReadAll(f)
		read <- string(text)
	}()
	if err := Write(name, []byte("through")); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "through" {
		t.Errorf("read %q", got)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().IsRegular() {
		t.Errorf("the pipe is a file now: %v, %v", info, err)
	}
}

// TestErrorNamesTheFile: who cannot write is told about the file that was asked
// for, not about a temporary one.
func TestErrorNamesTheFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "nowhere", "file")
	err := Write(name, nil)
	if pathErr := new(fs.PathError); !errors.As(err, &pathErr) || pathErr.Path != name || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
