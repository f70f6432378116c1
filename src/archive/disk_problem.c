/* SPDX-License-Identifier: MIT */
#include "archive/disk_problem.h"

#include <errno.h>
#include <string.h>

const char *
dtap_disk_problem(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return "the directory does not exist, and diagtapd does not "
		       "create it";
	case EACCES:
	case EPERM:
		return "the user that diagtapd runs as may not write to it";
	case E2BIG:
		return "unfinished files that cannot be closed use all of "
		       "archive.keep_bytes";
	case ESTALE:
		return "the file was deleted while it was being written";
	case EFBIG:
		return "the file is too large (a limit of ulimit -f, "
		       "LimitFSIZE, or "
		       "the file system)";
	default:
		return strerror(error);
	}
}
