// Command cacheprog is a small build cache for several machines, for tests:
//
//	GOCACHEPROG="cacheprog SHARED LOCAL" go vet ./...
//
// What the go command makes goes into the directory SHARED, which all machines
// see, and is copied from there into LOCAL, the machine's own, as a real one
// would download it. "go doc cmd/go/internal/cacheprog" describes the protocol.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"time"
)

type request struct {
	ID       int64
	Command  string
	ActionID []byte
	OutputID []byte
	BodySize int64
}

type response struct {
	ID            int64      `json:",omitempty"`
	Err           string     `json:",omitempty"`
	KnownCommands []string   `json:",omitempty"`
	Miss          bool       `json:",omitempty"`
	OutputID      []byte     `json:",omitempty"`
	Size          int64      `json:",omitempty"`
	Time          *time.Time `json:",omitempty"`
	DiskPath      string     `json:",omitempty"`
}

// An entry is what SHARED knows of an action: the output that it had.
type entry struct {
	OutputID []byte
	Size     int64
	Time     time.Time
}

func main() {
	log.SetPrefix("cacheprog: ")
	if len(os.Args) != 3 {
		log.Fatal("usage: cacheprog SHARED LOCAL")
	}
	c := &cache{shared: os.Args[1], local: os.Args[2]}
	if err := c.serve(os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

type cache struct{ shared, local string }

// serve answers requests, one after the other, until it is told to close.
func (c *cache) serve(r io.Reader, w io.Writer) error {
	for _, dir := range []string{c.shared, c.local} {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
	}
	in, out := json.NewDecoder(bufio.NewReader(r)), json.NewEncoder(w)
	if err := out.Encode(response{KnownCommands: []string{"get", "put", "close"}}); err != nil {
		return err
	}
	for {
		var req request
		if err := in.Decode(&req); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		res, err := c.answer(in, &req)
		if err != nil {
			res = response{Err: err.Error()}
		}
		res.ID = req.ID
		if err := out.Encode(res); err != nil || req.Command == "close" {
			return err
		}
	}
}

func (c *cache) answer(in *json.Decoder, req *request) (response, error) {
	switch req.Command {
	case "get":
		return c.get(req.ActionID)
	case "put":
		var body []byte
		if req.BodySize > 0 { // follows as a document of its own, in base64
			var text string
			if err := in.Decode(&text); err != nil {
				return response{}, err
			}
			var err error
			if body, err = base64.StdEncoding.DecodeString(text); err != nil {
				return response{}, err
			}
		}
		return c.put(req.ActionID, req.OutputID, body)
	case "close":
		return response{}, nil
	}
	return response{}, fmt.Errorf("unknown command %q", req.Command)
}

func name(kind string, id []byte) string { return fmt.Sprintf("%s-%x", kind, id) }

func (c *cache) get(action []byte) (response, error) {
	data, err := os.ReadFile(filepath.Join(c.shared, name("action", action)))
	if errors.Is(err, fs.ErrNotExist) {
		return response{Miss: true}, nil
	}
	var e entry
	if err == nil {
		err = json.Unmarshal(data, &e)
	}
	if err != nil {
		return response{}, err
	}
	local := filepath.Join(c.local, name("output", e.OutputID))
	if _, err := os.Stat(local); err != nil {
		body, err := os.ReadFile(filepath.Join(c.shared, name("output", e.OutputID)))
		if err != nil {
			return response{}, err
		}
		if err := write(local, body); err != nil {
			return response{}, err
		}
	}
	return response{OutputID: e.OutputID, Size: e.Size, Time: &e.Time, DiskPath: local}, nil
}

func (c *cache) put(action, output, body []byte) (response, error) {
	data, err := json.Marshal(entry{OutputID: output, Size: int64(len(body)), Time: time.Now()})
	if err != nil {
		return response{}, err
	}
	local := filepath.Join(c.local, name("output", output))
	for _, file := range []struct {
		name string
		data []byte
	}{
		{local, body},
		{filepath.Join(c.shared, name("output", output)), body},
		{filepath.Join(c.shared, name("action", action)), data}, // last: what it names is there
	} {
		if err := write(file.name, file.data); err != nil {
			return response{}, err
		}
	}
	return response{DiskPath: local}, nil
}

// write writes a file so that a reader sees all of it or nothing.
func write(file string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), "tmp")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}
