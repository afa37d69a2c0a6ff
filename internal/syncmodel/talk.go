package syncmodel

import (
	"go/types"
	"strings"
)

// What goes over a connection orders: the race detector takes every write to a file
// descriptor for a release, and every read for an acquire (internal/poll and syscall
// call race.ReleaseMerge and race.Acquire). Who is at the other end is not known.

// listens are the functions that wait for the other end of a connection.
var listens = map[Key]bool{
	{"net", "Listener", "Accept"}:       true,
	{"net", "TCPListener", "Accept"}:    true,
	{"net", "TCPListener", "AcceptTCP"}: true,
	{"net", "UnixListener", "Accept"}:   true,
	{"net", "Conn", "Read"}:             true,
	{"net", "PacketConn", "ReadFrom"}:   true,
	{"io", "Reader", "Read"}:            true,
	{"bufio", "Reader", "ReadString"}:   true,
	{"bufio", "Reader", "ReadLine"}:     true,
	{"bufio", "Reader", "ReadBytes"}:    true,
	{"bufio", "Scanner", "Scan"}:        true,
	{"net/http", "", "ReadRequest"}:     true,
	{"net/http", "", "ReadResponse"}:    true,
}

// talks are those that the other end notices.
var talks = map[Key]bool{
	{"net", "", "Dial"}:                           true,
	{"net", "", "DialTimeout"}:                    true,
	{"net", "Dialer", "Dial"}:                     true,
	{"net", "Dialer", "DialContext"}:              true,
	{"net", "Conn", "Write"}:                      true,
	{"net", "Conn", "Close"}:                      true,
	{"net", "PacketConn", "WriteTo"}:              true,
	{"io", "Writer", "Write"}:                     true,
	{"io", "Closer", "Close"}:                     true,
	{"io", "", "WriteString"}:                     true,
	{"bufio", "Writer", "Flush"}:                  true,
	{"net/http", "ResponseWriter", "Write"}:       true,
	{"net/http", "ResponseWriter", "WriteHeader"}: true,
	{"net/http", "Flusher", "Flush"}:              true,
}

// asks are those that tell the other end something and wait for the answer.
var asks = map[Key]bool{
	{"net/http", "", "Get"}:        true,
	{"net/http", "", "Head"}:       true,
	{"net/http", "", "Post"}:       true,
	{"net/http", "", "PostForm"}:   true,
	{"net/http", "Client", "Do"}:   true,
	{"net/http", "Client", "Get"}:  true,
	{"net/http", "Client", "Head"}: true,
	{"net/http", "Client", "Post"}: true,
}

// Listens reports whether the function waits for the other end of a connection.
func Listens(fn *types.Func) bool { return fn != nil && listens[KeyOf(fn)] }

// Talks reports whether the other end of a connection notices the function.
func Talks(fn *types.Func) bool { return fn != nil && talks[KeyOf(fn)] }

// Asks reports whether the function tells the other end something and waits for the
// answer.
func Asks(fn *types.Func) bool { return fn != nil && asks[KeyOf(fn)] }

// MayAsk reports whether the function is a method of a library that the table does not
// know, and no assertion: it may be a client's.
func MayAsk(fn *types.Func) bool {
	return fn != nil && fn.Signature().Recv() != nil && fn.Pkg() != nil &&
		!Standard(fn.Pkg().Path()) && !strings.HasPrefix(fn.Pkg().Path(), "github.com/stretchr/testify")
}

// IsCancel reports whether t is the type of the functions that cancel a context.
func IsCancel(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context" && strings.HasPrefix(n.Obj().Name(), "Cancel")
}
