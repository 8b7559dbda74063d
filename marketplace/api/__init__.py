"""The public interface for programs, ``/api/v1``: public data only, as JSON, errors as RFC 9457 problems."""
