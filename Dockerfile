# newshouse on the official Airflow image: its user (airflow, group 0), its entrypoint, our lock over its packages.
FROM apache/airflow:3.3.2

COPY --chown=airflow:0 requirements-fleet.lock /opt/newshouse/
RUN pip install --no-cache-dir --require-hashes -r /opt/newshouse/requirements-fleet.lock

COPY --chown=airflow:0 . /opt/newshouse
RUN pip install --no-cache-dir --no-deps --no-build-isolation --no-index -e /opt/newshouse \
 && mkdir -p /opt/newshouse/archive /opt/newshouse/login

# What tasks run is not theirs to change.
USER root
RUN chown -R root:0 /opt/newshouse/dags /opt/newshouse/plugins /opt/newshouse/sql /opt/newshouse/feeds \
 && chmod -R go-w /opt/newshouse/dags /opt/newshouse/plugins /opt/newshouse/sql /opt/newshouse/feeds
USER airflow

ENV AIRFLOW__CORE__DAGS_FOLDER=/opt/newshouse/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/newshouse/plugins \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False \
    NEWSHOUSE_ARCHIVE_URL=/opt/newshouse/archive
